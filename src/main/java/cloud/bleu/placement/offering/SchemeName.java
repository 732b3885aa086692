package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scheme as somebody wrote it. A qualification is granted only to the scheme that is written
 * exactly. A decision that takes one away counts for every spelling of four schemes: {@code
 * SecNumCloud}, {@code ISO27001}, {@code HDS} and {@code C5}. Any other scheme is its text, without
 * regard to case and separators.
 *
 * <p>Words end at separators and before capitals. One text may name several schemes.
 */
public final class SchemeName {

  /**
   * A scheme that is known however it is written.
   *
   * @param spelling what a word, or neighbouring words joined, match as a whole
   */
  private record Known(String name, Pattern spelling) {
    private static final int SHORT = 3;

    static Known of(String name, String spelling) {
      return new Known(name, Pattern.compile(spelling));
    }

    boolean isIn(List<String> runs) {
      return runs.stream().anyMatch(spelling.asMatchPredicate());
    }

    /** Of so few letters, other names are one letter away: only two that are swapped are near. */
    boolean isNear(String run) {
      String own = name.toLowerCase(Locale.ROOT);
      return NearestName.isSlip(run, own) && (own.length() > SHORT || isSwapped(run, own))
          || own.length() > SHORT
              && 2 * run.length() > own.length()
              && (own.startsWith(run) || own.endsWith(run));
    }

    private static boolean isSwapped(String run, String own) {
      return run.length() == own.length()
          && run.chars().sorted().boxed().toList().equals(own.chars().sorted().boxed().toList());
    }
  }

  private static final String VERSION = "(v|version)?\\d*";

  private static final List<Known> KNOWN =
      List.of(
          Known.of("SecNumCloud", "((anssi)?secnumcloud|snc|sncloud)" + VERSION),
          Known.of(
              "ISO27001",
              "(nf|din|une|bs|en|iso|iec)*27001((19|20)\\d\\d)?" + VERSION + "|iso27k\\d*"),
          Known.of(
              "HDS",
              "hds" + VERSION + "|heberge(ur|ment)s?(des?)?donnees(de)?sante|healthdatahosting"),
          Known.of("C5", "(bsi)?c5" + VERSION + "|cloudcomputingcompliance"));

  /** Other things whose names are near those. */
  private static final Pattern NEIGHBOUR =
      Pattern.compile("iso(27017|27018|27701)((19|20)\\d\\d)?|secnumedu");

  private static final Pattern ACCENT = Pattern.compile("\\p{M}+");

  private static final Pattern ACCENTED_E = Pattern.compile("[éèêÉÈÊ]");

  private static final Pattern ISO =
      Pattern.compile("ISO[^\\p{L}\\p{N}]*(IEC|CEI)", Pattern.CASE_INSENSITIVE);

  private static final Pattern CEI =
      Pattern.compile("(?<!\\p{L})CEI(?!\\p{L})", Pattern.CASE_INSENSITIVE);

  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Pattern NEW_WORD =
      Pattern.compile(
          NO_LETTER + "|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern LAST_VERSION = Pattern.compile("(v|version)?\\d+$");

  /** Words of the longest spelling that is known. */
  private static final int MOST_WORDS = 5;

  /** Words that are joined to look for a slip. */
  private static final int FEW_WORDS = 3;

  /** Those that most entries name, so that they are read once. */
  private static final Map<String, SchemeName> USUAL =
      KNOWN.stream().map(Known::name).collect(Collectors.toMap(name -> name, SchemeName::new));

  private final String folded;
  private final List<String> words;
  private final List<String> meant;

  /** Reads what somebody wrote. */
  public static SchemeName of(String written) {
    SchemeName usual = USUAL.get(written);
    return usual == null ? new SchemeName(written) : usual;
  }

  private SchemeName(String written) {
    String text = CEI.matcher(ISO.matcher(plain(written)).replaceAll("ISO")).replaceAll("IEC");
    folded = folded(text);
    words =
        Arrays.stream(NEW_WORD.split(text))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    meant =
        KNOWN.stream()
            .filter(scheme -> scheme.spelling.matcher(folded).find())
            .filter(scheme -> scheme.isIn(spelt(text)))
            .map(Known::name)
            .toList();
  }

  private List<String> spelt(String text) {
    List<String> runs = runs(words, MOST_WORDS);
    runs.addAll(Arrays.asList(NO_LETTER.split(text.toLowerCase(Locale.ROOT))));
    runs.add(folded);
    return runs;
  }

  /**
   * The schemes of the list {@code SecNumCloud}, {@code ISO27001}, {@code HDS}, {@code C5} that a
   * text names, whatever stands around them ({@code secnumcloud}, {@code SecNumCloud-3.2}, {@code
   * BSI-C5}), in this order; empty if none.
   */
  public List<String> meant() {
    return meant;
  }

  /** Whether both are one text but for case and separators, or mean one of the four. */
  public boolean isOneWith(SchemeName other) {
    return equals(other) || !Collections.disjoint(meant, other.meant);
  }

  /**
   * Whether it means none of the four, and one of those that the other one means misspelt or
   * shortened may be in it.
   */
  public boolean mayMean(SchemeName other) {
    return meant.isEmpty()
        && !other.meant.isEmpty()
        && KNOWN.stream()
            .filter(scheme -> other.meant.contains(scheme.name))
            .anyMatch(scheme -> nearRuns().stream().anyMatch(scheme::isNear));
  }

  /** What may be a slip: not what is the name of a neighbour, or a part of one. */
  private Set<String> nearRuns() {
    List<String> left = new ArrayList<>();
    Set<String> runs = new TreeSet<>();
    for (int i = 0; i < words.size(); ) {
      int length = neighbour(i);
      if (length == 0) {
        left.add(words.get(i++));
      } else {
        runs.addAll(runs(left, FEW_WORDS));
        left.clear();
        i += length;
      }
    }
    runs.addAll(runs(left, FEW_WORDS));
    runs.addAll(runs.stream().map(run -> LAST_VERSION.matcher(run).replaceFirst("")).toList());
    return runs;
  }

  /** How many words from there on are the name of a neighbour; 0 if none. */
  private int neighbour(int from) {
    for (int to = Math.min(words.size(), from + FEW_WORDS); to > from; to--) {
      if (NEIGHBOUR.matcher(String.join("", words.subList(from, to))).matches()) {
        return to - from;
      }
    }
    return 0;
  }

  private static List<String> runs(List<String> words, int most) {
    List<String> runs = new ArrayList<>();
    for (int from = 0; from < words.size(); from++) {
      StringBuilder run = new StringBuilder();
      for (int to = from; to < Math.min(words.size(), from + most); to++) {
        runs.add(run.append(words.get(to)).toString());
      }
    }
    return runs;
  }

  /** A text without what makes no other one: its letters and digits in lower case. */
  static String folded(String text) {
    return NO_LETTER.matcher(plain(text).toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static String plain(String text) {
    return ACCENTED_E.matcher(ACCENT.matcher(text).replaceAll("")).replaceAll("e");
  }

  /**
   * Whether two texts are one version: {@code 3.2}, {@code v3.2} and {@code 3.2.0} are. One that is
   * not known may be any.
   */
  public static boolean isOneVersion(@Nullable String a, @Nullable String b) {
    return a == null || b == null || bareVersion(a).equals(bareVersion(b));
  }

  private static String bareVersion(String version) {
    return version
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^v(ersion)?[ .]*(?=\\d)", "")
        .replaceFirst("(\\.0+)+$", "");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemeName name && name.folded.equals(folded);
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }
}
