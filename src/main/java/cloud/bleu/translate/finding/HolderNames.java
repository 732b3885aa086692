package cloud.bleu.translate.finding;

import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.credential.ShownText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of holders and of what they hold. Spaces around a name and letter case do not make
 * another holder; the first way of writing it stands for all.
 */
public final class HolderNames {

  private static final Pattern FORM =
      Pattern.compile(
          "\\b(ab|ag|bv|co|company|corp|corporation|gmbh|group|groupe|holding|holdings|inc|kg|limited|"
              + "llc|ltd|nv|oy|plc|sa|sarl|sas|se|spa)\\b");

  private static final int LEAST_LENGTH = 5;

  private final Map<String, String> written = new TreeMap<>();

  /** Adds a name as it is written, if it is the first of its kind. */
  public void add(@Nullable String name) {
    if (name != null) {
      written.putIfAbsent(folded(name), name);
    }
  }

  /** The name as it was written first. */
  public String of(@Nullable String name) {
    String text = name == null ? "" : name.strip();
    return written.computeIfAbsent(folded(text), key -> text);
  }

  private static String folded(String name) {
    return name.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** Reports holders of one country whose names look like two ways of writing one. */
  public static void compare(List<CloudProviderSpec.Holder> holders, Findings findings) {
    HolderNames names = new HolderNames();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < holders.size(); i++) {
      String name = names.of(holders.get(i).name());
      String country = holders.get(i).country();
      for (int j = 0; j < i; j++) {
        String other = names.of(holders.get(j).name());
        if (!known.contains(name)
            && !name.equals(other)
            && Objects.equals(country, holders.get(j).country())
            && alike(name, other)) {
          findings.note(
              FieldPath.item("spec.ownership.holders", i) + ".name",
              ShownText.quote(name)
                  + " and "
                  + ShownText.quote(other)
                  + " count as two holders and look like one",
              "write both names the same way if they are one");
        }
      }
      known.add(name);
    }
  }

  /**
   * Whether two names are one without legal form and signs, or differ by a letter in a long word.
   */
  private static boolean alike(String a, String b) {
    String x = bare(a);
    String y = bare(b);
    if (x.isEmpty() || y.isEmpty()) {
      return false;
    }
    return x.equals(y)
        || x.length() >= LEAST_LENGTH && y.length() >= LEAST_LENGTH && oneLetterApart(x, y);
  }

  private static String bare(String name) {
    String words = folded(name).replaceAll("[^\\p{L}\\p{N} ]", " ");
    return FORM.matcher(words).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  private static boolean oneLetterApart(String a, String b) {
    String[] left = a.split(" ");
    String[] right = b.split(" ");
    if (left.length != right.length) {
      return false;
    }
    int edits = 0;
    for (int i = 0; i < left.length; i++) {
      if (!left[i].equals(right[i])) {
        boolean word = Math.min(left[i].length(), right[i].length()) >= LEAST_LENGTH;
        edits += word && isOneEdit(left[i], right[i]) ? 1 : 2;
      }
    }
    return edits == 1;
  }

  private static boolean isOneEdit(String a, String b) {
    String longer = a.length() >= b.length() ? a : b;
    String shorter = longer.equals(a) ? b : a;
    int same = 0;
    while (same < shorter.length() && longer.charAt(same) == shorter.charAt(same)) {
      same++;
    }
    return longer.length() == shorter.length()
        ? longer.substring(same + 1).equals(shorter.substring(same + 1))
        : longer.substring(same + 1).equals(shorter.substring(same));
  }
}
