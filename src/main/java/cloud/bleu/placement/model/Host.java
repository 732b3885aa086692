package cloud.bleu.placement.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Hosts as people name them: one host, {@code *.domain} for every host below it, {@code *} for any.
 */
public final class Host {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile("\\*|(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST = 253;
  private static final String BELOW = "*.";

  private Host() {}

  /** Whether a text is written so, in lower case. */
  public static boolean isHost(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** Whether it stands for anywhere: {@code *}, or every host of a top-level domain. */
  public static boolean isAnywhere(String host) {
    return host.equals("*") || (host.startsWith(BELOW) && host.indexOf('.', 2) < 0);
  }

  /** Whether every host that {@code host} stands for is one that a pattern of the list allows. */
  public static boolean isAmong(String host, List<String> patterns) {
    return patterns.stream().anyMatch(p -> covers(p, host));
  }

  private static boolean covers(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith(BELOW) && host.endsWith(pattern.substring(1)));
  }
}
