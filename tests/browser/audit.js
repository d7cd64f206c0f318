// Looks at a page as it is drawn. Each check returns sentences of what is wrong.
window.audit = (() => {
  const FINGER = 44; // px
  const READABLE = 4.5;
  const LINE = 3; // contrast of what is no text
  const MAIN_TARGETS = '.mast a, .foot nav a, .button, button, summary, input, select, textarea';
  const FOCUSABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary';

  const all = selector => [...document.querySelectorAll(selector)];
  const box = element => element.getBoundingClientRect();

  // Drawn, and neither for ears only (clipped to a pixel) nor parked beside the page (the skip link).
  function isDrawn(element) {
    const { width, height, right } = box(element);
    return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1 && right > 0;
  }

  function named(element) {
    const words = (element.getAttribute('aria-label') || element.textContent || element.name || '').trim();
    const kind = element.getAttribute('class');
    return `<${element.tagName.toLowerCase()}${kind ? `.${kind.replaceAll(' ', '.')}` : ''}> ${words.slice(0, 30)}`;
  }

  // Colours -------------------------------------------------------------------------------------------------
  const parsed = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = (top, below) => top.rgb.map((value, i) => value * top.alpha + below[i] * (1 - top.alpha));

  function groundOf(element) {
    if (!element) return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
    const ground = parsed(getComputedStyle(element).backgroundColor);
    return ground.alpha === 1 ? ground.rgb : over(ground, groundOf(element.parentElement));
  }

  function luminance(rgb) {
    const [red, green, blue] = rgb.map(value => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(colour, ground) {
    const [darker, lighter] = [luminance(over(parsed(colour), ground)), luminance(ground)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function textContrast() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, node =>
      node.data.trim() && node.parentElement.tagName !== 'OPTION' ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
    const elements = new Set(all('input:not([type=hidden]), select, textarea'));
    while (walker.nextNode()) elements.add(walker.currentNode.parentElement);
    return [...elements].filter(isDrawn).flatMap(element => {
      const style = getComputedStyle(element);
      const ratio = contrast(element instanceof SVGElement ? style.fill : style.color, groundOf(element));
      return ratio < READABLE ? [`contrast ${ratio.toFixed(2)} of ${named(element)}`] : [];
    });
  }

  // Space ---------------------------------------------------------------------------------------------------
  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const widest = all('body *').filter(isDrawn).sort((a, b) => box(b).right - box(a).right)[0];
    return [`scrolls sideways by ${scrollWidth - clientWidth} px, up to ${named(widest)}`];
  }

  // A tick box is hit by its label too.
  const hit = element => (element.type === 'checkbox' && element.closest('label')) || element;

  function smallTargets() {
    return all(MAIN_TARGETS).filter(isDrawn).flatMap(element => {
      const { width, height } = box(hit(element));
      const size = `${width.toFixed(1)} x ${height.toFixed(1)}`;
      return Math.min(width, height) < FINGER - 0.5 ? [`a finger gets ${size} px of ${named(element)}`] : [];
    });
  }

  // Words for those who do not see ------------------------------------------------------------------------------
  function structure() {
    const headings = all('h1').filter(isDrawn).length;
    const isPart = element => element.closest('[aria-hidden=true]') || element.parentElement.closest('[role=img]');
    const nameless = all('img, svg, [role=img]').filter(element => !isPart(element)).filter(element =>
      element.tagName === 'IMG' ? !element.hasAttribute('alt')
        : element.getAttribute('role') !== 'img' || !element.getAttribute('aria-label')?.trim());
    const unlabelled = all('input:not([type=hidden]), select, textarea').filter(control => !control.labels.length);
    const silent = all('a[href], button').filter(element => !(element.getAttribute('aria-label') || element.textContent).trim());
    return [
      ...(headings === 1 ? [] : [`${headings} first headings`]),
      ...nameless.map(element => `a picture without words: ${element.outerHTML.slice(0, 80)}`),
      ...unlabelled.map(element => `a control without a label: ${named(element)}`),
      ...silent.map(element => `a link or button without words: ${element.outerHTML.slice(0, 80)}`),
    ];
  }

  // Keyboard ------------------------------------------------------------------------------------------------
  const reached = new Map();
  addEventListener('focusin', ({ target }) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
    const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && isDrawn(target)
      && contrast(outlineColor, groundOf(target.parentElement)) >= LINE;
    reached.set(target, isSeen);
  });

  const expected = () => all(FOCUSABLE).filter(element => element.matches('.skip') || isDrawn(element));

  // Forms that stand folded are part of the page.
  const unfold = () => all('details').forEach(details => { details.open = true; });

  // A date has stops for year, month, day and calendar; on the turn from end to beginning the browser may keep one or
  // two for itself, and then the last element before where one began would be missed.
  const TURN = 3;
  const stops = () => expected().reduce((sum, element) => sum + (element.type === 'date' ? 4 : 1), TURN);

  function unreached() {
    return expected().flatMap(element => {
      if (!reached.has(element)) return [`Tab does not reach ${named(element)}`];
      return reached.get(element) ? [] : [`focus is not seen on ${named(element)}`];
    });
  }

  return { textContrast, sideways, smallTargets, structure, unfold, stops, unreached };
})();
