package cloud.bleu.translate.finding;

import cloud.bleu.credential.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one object: what, where, what would be accepted, what to do.
 *
 * @param blocking true if the object cannot be used as written: it is left out, or what runs of it
 *     is frozen; false if it is used and merely cannot mean what it says
 * @param path of the field, such as {@code spec.resilience.spread[0].min}; empty: the whole object
 * @param what stable text, without a final stop
 * @param accepted what would be accepted, null where the advice says it all
 * @param advice what to do next, in the imperative; empty if {@code what} ends with it
 */
public record Problem(
    ObjectRef object,
    boolean blocking,
    String path,
    String what,
    @Nullable String accepted,
    String advice) {

  /** {@code spec.path: what; accepted: ...; what to do}, without credentials. */
  public String text() {
    return Credentials.hidden(written());
  }

  /**
   * {@link #text} with the object before it: {@code KIND NAME, spec.path: what}, or {@code KIND
   * NAME what}.
   */
  public String withObject() {
    return object + (path.isEmpty() ? " " : ", ") + text();
  }

  private String written() {
    StringBuilder text = new StringBuilder();
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(what);
    if (accepted != null) {
      then(text).append("accepted: ").append(accepted);
    }
    return advice.isEmpty() ? text.toString() : then(text).append(advice).toString();
  }

  /** A question ends with its mark, and nothing else divides it from what follows. */
  private static StringBuilder then(StringBuilder text) {
    return text.append(text.charAt(text.length() - 1) == '?' ? " " : "; ");
  }
}
