package cloud.bleu.status;

/** Whether something holds, and why or why not. */
record Cause(Answer answer, String reason, String message) {

  /** The three values of a condition. */
  enum Answer {
    True,
    False,
    Unknown
  }

  static Cause yes(String reason, String message) {
    return new Cause(Answer.True, reason, message);
  }

  static Cause no(String reason, String message) {
    return new Cause(Answer.False, reason, message);
  }

  static Cause unknown(String reason, String message) {
    return new Cause(Answer.Unknown, reason, message);
  }

  boolean holds() {
    return answer == Answer.True;
  }

  /** As a condition of that type. */
  DesiredCondition as(String type) {
    return new DesiredCondition(type, answer.name(), reason, message);
  }

  /** A copy with one more sentence. */
  Cause adding(String sentence) {
    return new Cause(answer, reason, message + "; " + sentence);
  }

  /** A copy with another reason. */
  Cause because(String other) {
    return new Cause(answer, other, message);
  }
}
