package cloud.bleu.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an operator crashes: after its n-th effective write of a kind, once, or each one after so
 * many; or after the first write of each kind in a life, so that each is crashed after once.
 * Written as {@code crash@*:17}, {@code crash@decisionledgers:every:1}, {@code crash@each}.
 *
 * @param kind plural, {@code *} for any, {@code each} for the first of each
 * @param write from 1
 * @param again whether the next operator crashes as well, after as many
 */
record Crash(String kind, int write, boolean again) {

  /** After the first write of each kind in a life. */
  static final String EACH_KIND = "crash@each";

  private static final String EACH = "each";
  private static final Pattern TEXT = Pattern.compile("crash@([a-z*]+):(every:)?([0-9]+)");

  static Crash parse(String text) {
    if (text.trim().equals(EACH_KIND)) {
      return new Crash(EACH, 1, true);
    }
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a plan: " + text + "; one is crash@*:17");
    }
    return new Crash(
        matcher.group(1), Integer.parseInt(matcher.group(3)), matcher.group(2) != null);
  }

  /**
   * Whether a write is one of those that are counted.
   *
   * @param first whether it is the first of its kind in this life
   */
  boolean counts(Request write, boolean first) {
    if (kind.equals(EACH)) {
      return first;
    }
    return kind.equals("*") || (write.about(kind) && !write.path().endsWith("/status"));
  }

  @Override
  public String toString() {
    return kind.equals(EACH) ? EACH_KIND : "crash@" + kind + ":" + (again ? "every:" : "") + write;
  }
}
