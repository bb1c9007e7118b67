// The little that Windows and other systems do differently.
#pragma once
#include <stdint.h>

uint64_t current_thread(void);
/** Runs `work` on a new thread and waits for its end. */
void on_other_thread(void (*work)(void *), void *argument);
void sleep_ms(unsigned ms);
int event_is_set(void *event);
uint64_t nanoseconds(void);
