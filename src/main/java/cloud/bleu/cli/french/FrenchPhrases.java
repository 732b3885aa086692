package cloud.bleu.cli.french;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * English facts in French, phrase by phrase ({@code turn.*} of the bundle). What an answer says of
 * a backup zone or of a dependency is turned by itself, as where the rule says it of the zone. A
 * clause with a phrase that is not known is quoted as it is, so that no name and no figure is lost.
 */
final class FrenchPhrases {
  private static final Pattern BETWEEN =
      Pattern.compile(", (?=backup zone [^ :]+: |dependency [^ ]+ \\([^)]*\\): )");
  private static final Pattern PART =
      Pattern.compile(
          "(?:backup zone (?<zone>[^ :]+)"
              + "|dependency (?<name>[^ ]+) \\((?<offering>[^ )]+) of (?<provider>[^ )]+)\\)): "
              + "(?<fact>.*?)(?: \\((?<rule>[^ ()]+)(?: of (?<policy>[^ ()]+))?\\))?");

  /** Words that no name is: a phrase was not known, and half of it helps nobody. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?<![\\w./-])("
              + "accepted|account|accounts|allowed|allows|an|and|another|any|are|asks|"
              + "at|be|behind|both|bought|brings|by|call|calls|can|denied|described|does|"
              + "encrypted|every|for|from|has|have|holds|how|in|is|it|its|known|may|more|"
              + "named|no|nobody|not|nothing|of|offered|on|only|or|other|others|relies|"
              + "runs|says|signed|states|than|that|the|there|these|they|through|to|what|"
              + "where|whether|which|who|whose|with|without|would|writes"
              + ")(?![\\w./-])");

  /** What is turned is set aside under a sign of this area, so that no other turn finds it. */
  private static final char FIRST = '\ue000';

  private final French french;
  private final List<FrenchTurn> turns;

  FrenchPhrases(French french) {
    this.french = french;
    this.turns = FrenchTurn.of(french);
  }

  /** A fact in French, with what is not known of it in quotation marks. */
  String turned(String fact) {
    return BETWEEN.splitAsStream(fact).map(this::part).collect(Collectors.joining(" ; "));
  }

  /** A fact as a sentence of its own; null if some of it would be quoted. */
  @Nullable String sentence(String fact) {
    String text = turned(fact);
    if (text.contains("«")) {
      return null;
    }
    // What is not turned is a name, and stays as it is written.
    boolean name = text.substring(0, 1).equals(fact.substring(0, 1)) && fact.indexOf(' ') > 0;
    name &= word(text).equals(word(fact)) && !word(fact).equals("zone");
    return (name ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1)) + ".";
  }

  private static String word(String text) {
    return text.substring(0, (text + " ").indexOf(' '));
  }

  private String part(String said) {
    Matcher part = PART.matcher(said);
    if (!part.matches()) {
      return clauses(said);
    }
    Map<String, String> values = new TreeMap<>();
    for (String group : List.of("zone", "name", "offering", "provider", "rule", "policy")) {
      values.put(group, Objects.requireNonNullElse(part.group(group), ""));
    }
    values.put("fact", clauses(part.group("fact")));
    if (part.group("rule") != null) {
      values.put("fact", french.said(ruleKey(part), values));
    }
    return french.said(part.group("zone") == null ? "part.dependency" : "part.backup", values);
  }

  private static String ruleKey(Matcher part) {
    return part.group("policy") == null ? "part.rule" : "part.ruleOfPolicy";
  }

  private String clauses(String fact) {
    String whole = known(fact);
    if (whole != null) {
      return whole;
    }
    List<String> told = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String clause : fact.split(", ", -1)) {
      String text = known(clause);
      if (text == null) {
        unknown.add(clause);
      } else {
        quote(told, unknown);
        told.add(text);
      }
    }
    quote(told, unknown);
    return String.join(", ", told);
  }

  private static void quote(List<String> told, List<String> unknown) {
    if (!unknown.isEmpty()) {
      told.add("« " + String.join(", ", unknown) + " »");
      unknown.clear();
    }
  }

  /** Null if some of it is left in English. */
  private @Nullable String known(String fact) {
    List<String> french = new ArrayList<>();
    String signs = fact;
    for (FrenchTurn turn : turns) {
      signs = turn.aside(signs, french, FIRST);
    }
    if (ENGLISH.matcher(signs).find()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (char sign : signs.toCharArray()) {
      if (sign >= FIRST && sign < FIRST + french.size()) {
        text.append(french.get(sign - FIRST));
      } else {
        text.append(sign);
      }
    }
    return text.toString().replaceAll("(?<=[\\p{L}0-9)]): ", " : ");
  }
}
