/* test.h: a test is a sentence and a body; cmocka runs it and words its failures. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* TEST("a draft can be submitted up to the deadline") { assert_true(…); } */
#define TEST(sentence) TEST_AT(sentence, TEST_JOIN(test_, __LINE__))

void test_register(const char *sentence, CMUnitTestFunction body);

#define TEST_JOIN2(a, b) a##b
#define TEST_JOIN(a, b)  TEST_JOIN2(a, b)
#define TEST_AT(sentence, id)                                                                      \
    static void id(void **state);                                                                  \
    __attribute__((constructor)) static void TEST_JOIN(id, _register)(void)                        \
    {                                                                                              \
        test_register(sentence, id);                                                               \
    }                                                                                              \
    static void id(__attribute__((unused)) void **state)
