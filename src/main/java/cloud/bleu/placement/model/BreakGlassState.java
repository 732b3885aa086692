package cloud.bleu.placement.model;

/** How a break-glass stands: with {@link #code} the reasons of the condition {@code BreakGlass}. */
public enum BreakGlassState {
  /** It will set policies aside, from its first instant on. */
  NotYetInForce("BreakGlassNotYetInForce"),
  /** One person opened it; the second signature is due. */
  AwaitingSignature("BreakGlassAwaitingSignature"),
  /** Two people signed it. */
  Countersigned("BreakGlassCountersigned"),
  /** Nobody countersigned it in time: it sets nothing aside, and that it did is a violation. */
  Unsigned("BreakGlassUnsigned"),
  /** It is over, and two people signed it. */
  Expired("BreakGlassExpired"),
  /** It cannot be read. */
  Invalid("BreakGlassInvalid"),
  /** There is no such zone. */
  ZoneMissing("BreakGlassZoneMissing"),
  /** Nobody checked who wrote it: the policy of admission is missing, or came later. */
  Unchecked("BreakGlassUnchecked");

  private final String code;

  BreakGlassState(String code) {
    this.code = code;
  }

  /** UpperCamelCase and stable: part of the API. */
  public String code() {
    return code;
  }
}
