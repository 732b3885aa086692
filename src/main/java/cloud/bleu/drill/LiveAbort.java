package cloud.bleu.drill;

/**
 * Why a live drill ends before all is moved.
 *
 * @param message for people
 * @param failed whether a promise is broken: then it is a verdict
 */
record LiveAbort(String code, String message, boolean failed) {}
