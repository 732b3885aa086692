package cloud.bleu.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an operator crashes: after its n-th effective write of a kind, once, or each one after so
 * many. Written as {@code crash@*:17}, {@code crash@decisionledgers:every:1}.
 *
 * @param kind plural, {@code *} for any
 * @param write from 1
 * @param again whether the next operator crashes as well, after as many
 */
record Crash(String kind, int write, boolean again) {

  private static final Pattern TEXT = Pattern.compile("crash@([a-z*]+):(every:)?([0-9]+)");

  static Crash parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a plan: " + text + "; one is crash@*:17");
    }
    return new Crash(
        matcher.group(1), Integer.parseInt(matcher.group(3)), matcher.group(2) != null);
  }

  boolean counts(Request write) {
    return kind.equals("*") || (write.about(kind) && !write.path().endsWith("/status"));
  }

  @Override
  public String toString() {
    return "crash@" + kind + ":" + (again ? "every:" : "") + write;
  }
}
