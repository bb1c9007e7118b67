/** Files a thread works on at the same time: while one waits for the disk or the service, others use the processor. */
export const FILES_AT_ONCE = 4;

/** Files that are ordered at once: a message each way, a flush of the journal and one of the folder are for all of them. */
export const FILES_PER_ORDER = 16;

/** While the results of one order are put in their places, a thread works on the next. */
export const ORDERS_PER_THREAD = 2;

/** Files a thread is given, most of which wait for their turn there. */
export const FILES_PER_THREAD: number = ORDERS_PER_THREAD * FILES_PER_ORDER;
