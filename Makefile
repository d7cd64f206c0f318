# 柳州高质量发展对策库 · Liuzhou Policy Register. `make` alone lists what it can do.

PORT ?= 8000
PYTHON ?=
ARGS ?=
BIN := .venv/bin/python
ENGLISH := locale/en/LC_MESSAGES/django.po

# The demo's own settings: whatever the environment says, it never touches another database.
DEMO = DJANGO_SETTINGS_MODULE=config.settings DEBUG=false HTTPS=false PUBLIC_PAGES=true CACHE_URL=locmem:// \
  ALLOWED_HOSTS=localhost,127.0.0.1 DATABASE_URL=sqlite:///var/demo.sqlite3 SECRET_KEY="$$(cat var/secret-key)"

.PHONY: help demo test lint format pytest benchmark messages screenshots clean venv packages dev-packages port demo-data
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## list the targets (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: venv port packages demo-data ## serve the study with sample data at 127.0.0.1:8000 (another port: make demo PORT=8001)
	@mkdir -p staticfiles
	@printf '\n  http://127.0.0.1:%s/\n  Ctrl-C 停止。 Ctrl-C stops it.\n\n' '$(PORT)'
	@$(DEMO) exec $(BIN) -m gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
	  --log-level warning --no-control-socket

test: dev-packages ## run everything: lint, Django's checks, the tests on SQLite and PostgreSQL and in Chromium
	@$(BIN) -m tests

lint: dev-packages ## the quick part of it: ruff, import contracts, Django's checks
	@$(BIN) -m tests lint

format: dev-packages ## let ruff rewrite the sources in the house format
	@$(BIN) -m ruff check --quiet --fix . ; $(BIN) -m ruff format .

pytest: dev-packages ## some tests only, on SQLite unless DATABASE_URL says else: make pytest ARGS="tests/config -k settings"
	@$(BIN) -m tests pytest $(ARGS)

benchmark: dev-packages ## time import, reads and checks of a province's figures on PostgreSQL, against the database itself
	@$(BIN) -m benchmarks $(ARGS)

# The lines that gettext would add to the header are left out: the same texts give the same file.
messages: packages ## gather the texts of pages and messages into locale/en/LC_MESSAGES/django.po, and compile it
	@command -v msgfmt >/dev/null && command -v xgettext >/dev/null || { \
	  echo "缺少 gettext（软件包 gettext）。 gettext is missing. On Debian and Ubuntu: sudo apt install gettext"; exit 1; } >&2
	@DEBUG=true $(BIN) manage.py makemessages --locale en --ignore tests --ignore var \
	  --no-wrap --no-obsolete --add-location file
	@grep -Ev '^"(POT-Creation-Date|Report-Msgid-Bugs-To)' $(ENGLISH) > $(ENGLISH).new && mv $(ENGLISH).new $(ENGLISH)
	@DEBUG=true $(BIN) manage.py compilemessages --ignore .venv

screenshots: dev-packages demo-data ## picture every page: two widths, two languages, light and dark, into screenshots/
	@$(DEMO) $(BIN) -m tests.browser.screenshots $(ARGS)

clean: ## remove what the targets above made: .venv, var (the demo's data), screenshots, caches
	rm -rf .venv var staticfiles screenshots .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment of Python 3.11 or newer, made again when another Python made the one that is there.
venv:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  here=$$($(or $(PYTHON),python3) --version 2>/dev/null); \
	  echo "需要 Python 3.11 或更新版本；这里$${here:+是 }$${here:-没有 Python}。"; \
	  echo "Python 3.11 or newer is needed. Where it has another name: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
	  exit 1; \
	fi >&2; \
	wanted=$$($$found -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	made=$$($(BIN) -c 'import pip, sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); \
	if [ "$$made" = "$$wanted" ]; then exit 0; fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "缺少 Python 的 venv 模块（软件包 python3-venv）。"; \
	  echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv (or python$$wanted-venv)"; \
	  exit 1; \
	fi >&2; \
	if [ -d .venv ]; then \
	  echo ".venv belongs to another Python ($${made:-gone, or never finished}); making it again with Python $$wanted."; \
	  rm -rf .venv; \
	fi; \
	$$found -m venv .venv

# Installed again only when the lists changed: .venv keeps a copy of what it was installed from.
packages: venv
	@cmp -s requirements.txt .venv/requirements.txt || { $(call install,requirements.txt) && \
	  cp requirements.txt .venv/requirements.txt; }

dev-packages: venv
	@cat requirements.txt requirements-dev.txt | cmp -s - .venv/requirements-dev.txt || { \
	  $(call install,requirements-dev.txt) && cp requirements.txt .venv/requirements.txt && \
	  cat requirements.txt requirements-dev.txt > .venv/requirements-dev.txt; }

define install
echo "Installing $(1) ..." && { $(BIN) -m pip install --quiet --disable-pip-version-check -r $(1) || { \
  echo "没有装上所需软件包：能连上软件包源吗？离线安装见 README.zh-CN.md。"; \
  echo "The packages could not be installed: is the package index reached? Without internet: see README.md."; \
  exit 1; } >&2; }
endef

port: venv
	@$(BIN) -c 'import socket as s; k = s.socket(); k.setsockopt(s.SOL_SOCKET, s.SO_REUSEADDR, 1); k.bind(("127.0.0.1", $(PORT)))' \
	  2>/dev/null || { \
	  echo "端口 $(PORT) 已被占用（或不能使用）。换一个：make demo PORT=8001"; \
	  echo "Port $(PORT) is taken, or may not be used. Take another: make demo PORT=8001"; exit 1; } >&2

demo-data: packages var/secret-key
	@$(DEMO) $(BIN) manage.py demo

var/secret-key: | venv
	@mkdir -p var && umask 077 && $(BIN) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@
