// The process-wide state.
#pragma once
#include "msipc.h"
uint32_t environment_mode(void);
