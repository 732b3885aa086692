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
import java.util.regex.Matcher;
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
   * @param family what may mean it and more
   */
  private record Known(String name, Pattern spelling, Set<String> family) {
    private static final int SHORT = 3;
    private static final String VERSION = "version";
    private static final String AFTER_LETTER = "(v|version)?\\d*";

    /** A digit that is joined to one makes another name: no ISO27001 is ISO270018. */
    private static final String AFTER_DIGIT = "((19|20)\\d\\d)?((v|version)\\d*)?";

    static Known of(String name, String spelling, String... family) {
      boolean digit = Character.isDigit(name.charAt(name.length() - 1));
      String version = "(?<" + VERSION + ">" + (digit ? AFTER_DIGIT : AFTER_LETTER) + ")";
      return new Known(name, Pattern.compile("(" + spelling + ")" + version), Set.of(family));
    }

    /** How many digits follow the name, where a text is nothing but these. */
    int digitsAfter(String folded) {
      Matcher matcher = spelling.matcher(folded);
      return matcher.matches()
          ? (int) folded.chars().skip(matcher.start(VERSION)).filter(Character::isDigit).count()
          : 0;
    }

    boolean isIn(List<String> runs) {
      return runs.stream().anyMatch(spelling.asMatchPredicate());
    }

    /** Of so few letters, other names are one letter away: only two that are swapped are near. */
    boolean isNear(String run) {
      String own = name.toLowerCase(Locale.ROOT);
      return family.contains(run)
          || NearestName.isSlip(run, own) && (own.length() > SHORT || isSwapped(run, own))
          || own.length() > SHORT
              && 2 * run.length() > own.length()
              && (own.startsWith(run) || own.endsWith(run));
    }

    private static boolean isSwapped(String run, String own) {
      return run.length() == own.length()
          && run.chars().sorted().boxed().toList().equals(own.chars().sorted().boxed().toList());
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          Known.of("SecNumCloud", "(anssi)?secnumcloud|snc|sncloud"),
          Known.of("ISO27001", "(nf|din|une|bs|en|iso|iec)*27001", "iso27k"),
          Known.of("HDS", "hds|heberge(ur|ment)s?(des?)?donnees(de)?sante|healthdatahosting"),
          Known.of("C5", "(bsi)?c5|cloudcomputingcompliance"));

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

  /** The names that most entries have, so that they are read once. */
  private static final Map<String, SchemeName> USUAL =
      KNOWN.stream().map(Known::name).collect(Collectors.toMap(name -> name, SchemeName::new));

  private final String folded;
  private final List<String> words;
  private final List<String> meant;
  private final @Nullable String version;

  /** Reads what somebody wrote. */
  public static SchemeName of(String written) {
    SchemeName usual = USUAL.get(written);
    return usual == null ? new SchemeName(written) : usual;
  }

  private SchemeName(String written) {
    String text = text(written);
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
    version = version(text, folded);
  }

  private static String text(String written) {
    return CEI.matcher(ISO.matcher(plain(written)).replaceAll("ISO")).replaceAll("IEC");
  }

  private static @Nullable String version(String text, String folded) {
    int digits = KNOWN.stream().mapToInt(scheme -> scheme.digitsAfter(folded)).max().orElse(0);
    return digits == 0 ? null : end(text, digits);
  }

  /** What begins with the last digits of a text, of which there are so many. */
  private static String end(String text, int digits) {
    int from = text.length();
    for (int left = digits; left > 0; ) {
      left -= Character.isDigit(text.charAt(--from)) ? 1 : 0;
    }
    return NO_LETTER.matcher(text.substring(from)).replaceAll(".");
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

  /**
   * The version that follows the name, where the text is nothing but one of the four and a version
   * ({@code SecNumCloud-3.2}); null if there is none.
   */
  @Nullable String version() {
    return version;
  }

  /** The {@link #version} of a text of which nothing else is asked. */
  static @Nullable String version(String written) {
    // Without a digit there is none.
    if (USUAL.containsKey(written) || written.chars().noneMatch(Character::isDigit)) {
      return null;
    }
    String text = text(written);
    return version(text, folded(text));
  }

  /** Whether both are one text but for case and separators, or mean one of the four. */
  public boolean isOneWith(SchemeName other) {
    return equals(other) || !Collections.disjoint(meant, other.meant);
  }

  /**
   * Whether one of the four that the other one means, and it does not, may be in it misspelt or
   * shortened.
   */
  public boolean mayMean(SchemeName other) {
    return KNOWN.stream()
        .filter(scheme -> other.meant.contains(scheme.name) && !meant.contains(scheme.name))
        .anyMatch(scheme -> nearRuns().stream().anyMatch(scheme::isNear));
  }

  /** What may be a slip: not what is one of the four or of their neighbours, or a part of one. */
  private Set<String> nearRuns() {
    List<String> left = new ArrayList<>();
    Set<String> runs = new TreeSet<>();
    for (int i = 0; i < words.size(); ) {
      int length = named(i);
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

  /** How many words from there on are one of the four or of their neighbours; 0 if none. */
  private int named(int from) {
    for (int to = Math.min(words.size(), from + MOST_WORDS); to > from; to--) {
      List<String> run = List.of(String.join("", words.subList(from, to)));
      if (NEIGHBOUR.matcher(run.get(0)).matches() || KNOWN.stream().anyMatch(k -> k.isIn(run))) {
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemeName name && name.folded.equals(folded);
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }
}
