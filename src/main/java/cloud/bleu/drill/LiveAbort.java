package cloud.bleu.drill;

/**
 * Why a live drill ends before all is moved.
 *
 * @param message for people
 * @param failed whether a promise is broken: then it is a verdict
 */
record LiveAbort(String code, String message, boolean failed) {

  /** The end of a drill that says nothing of the promises. */
  static LiveAbort withoutVerdict(String code, String message) {
    return new LiveAbort(code, message, false);
  }

  /** The end of a drill that breaks a promise. */
  static LiveAbort promiseBroken(String message) {
    return new LiveAbort("PromiseBroken", message, true);
  }
}
