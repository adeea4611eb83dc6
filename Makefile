# Build, run, test and check grantd.  Two commands do everything: `make run` and `make check`.
#
#   make run          a rehearsal season on http://127.0.0.1:8080
#   make check        lint, unit, promise, flow and browser tests (T=word picks unit tests)
#   make check-long   fault loops, soak, fuzzing
#   make bench        measures every page beside a bare reply (FACTOR='1 10' SECONDS=4)
#   make install      build/release/grantd to $(DESTDIR)$(PREFIX)/bin
#   FLAVOUR=debug     (default) ASan + UBSan; FLAVOUR=release hardened; FLAVOUR=tsan thread sanitizer

CC      ?= cc
PREFIX  ?= /usr/local
FLAVOUR ?= debug
OUT     := build/$(FLAVOUR)
GEN     := $(OUT)/gen
PKGS    := sqlite3 jansson libmicrohttpd libcurl openssl libsodium xlsxwriter libqrencode libzip zlib pangocairo cairo-pdf

WARN := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wcast-qual -Wvla -Wswitch-enum -Wformat=2 -Wundef -Wwrite-strings
debug   := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all
tsan    := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
        -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero -fPIE
release_link := -pie -Wl,-z,relro,-z,now,-z,noexecstack

PRINT    := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I pangocairo cairo-pdf))
CPPFLAGS += -D_GNU_SOURCE -Iinclude -Itests -I$(GEN) $(PRINT) -include base/banned.h
CFLAGS   += -std=c17 $(WARN) $($(FLAVOUR))
LDFLAGS  += $($(FLAVOUR)_link)
LDLIBS   += -lsqlite3 -ljansson -lmicrohttpd -lcurl -lssl -lcrypto -lsodium -lxlsxwriter -lqrencode -lzip -lz -lpthread -lm
$(OUT)/run-tests: LDLIBS += -lcmocka -lfontconfig -lpangocairo-1.0

objects = $(patsubst %.c,$(OUT)/%.o,$(1))
SOURCE := $(shell find src -name '*.c' -not -path 'src/tools/*')
TESTS  := $(shell find tests -name '*.c' -not -path 'tests/fuzz/*' -not -path 'tests/bench/*')
QUERY  := $(sort $(wildcard sql/query/*.sql))
ASSET  := $(sort $(shell find templates sql -type f -not -path 'sql/query/*'))
COMMON := $(call objects,$(filter-out src/main.c,$(SOURCE))) $(GEN)/queries.o $(GEN)/assets.o

.PHONY: all run check check-long bench unit lint flags install clean packages packages-check packages-long
.PHONY: format
.DELETE_ON_ERROR:

all: $(OUT)/grantd

run: packages
	@$(MAKE) --no-print-directory FLAVOUR=release all
	exec build/release/grantd serve --rehearse --allow-root

check: packages-check
	@.ci/check $(T)

check-long: packages-long
	@.ci/check-long

# Figures, not a test: every page beside a bare reply, saves beside raw commits, in one run.
bench: packages-check
	@$(MAKE) --no-print-directory -s FLAVOUR=release all
	@FACTOR='$(or $(FACTOR),1 10)' SECONDS='$(or $(SECONDS),4)' CC='$(CC)' /usr/bin/python3 tests/bench/run.py

unit: $(OUT)/run-tests
	$(OUT)/run-tests $(T)

# What another compiler needs to read the same sources.
flags: $(GEN)/queries.h
	@echo $(CPPFLAGS) -std=c17 $(WARN)

lint:
	tests/lint/layers.sh
	tests/lint/budget.sh
	tests/lint/words.sh

install: packages
	@$(MAKE) --no-print-directory FLAVOUR=release all
	install -D -m 755 build/release/grantd $(DESTDIR)$(PREFIX)/bin/grantd

packages packages-check packages-long:
	@.ci/packages $@

format:
	clang-format -i $$(find src include tests -name '*.[ch]')

clean:
	rm -rf build

$(OUT)/grantd: $(call objects,src/main.c) $(COMMON)
$(OUT)/run-tests: $(call objects,$(TESTS)) $(COMMON)
$(OUT)/grantd $(OUT)/run-tests:
	$(CC) $(CFLAGS) $(LDFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/%.o: %.c | $(GEN)/queries.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(GEN)/queries.o: $(GEN)/queries.c $(GEN)/queries.h
	$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# Megabytes of numbers: sanitizers and optimizers have nothing to find there.
$(GEN)/assets.o: $(GEN)/assets.c
	$(CC) $(CPPFLAGS) -std=c17 -O0 $(if $(filter release,$(FLAVOUR)),-fPIE) -c $< -o $@

$(OUT)/embed: src/tools/embed.c
	@mkdir -p $(GEN)
	$(CC) -std=c17 -Wall -Wextra -Werror $< -o $@

$(GEN)/queries.h: $(OUT)/embed $(QUERY)
	$< queries-h $(QUERY) > $@
$(GEN)/queries.c: $(OUT)/embed $(QUERY)
	$< queries-c $(QUERY) > $@
$(GEN)/assets.c: $(OUT)/embed $(ASSET)
	$< assets $(ASSET) > $@

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
