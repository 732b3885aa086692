package cloud.bleu.placement.model;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a rule takes.
 *
 * @param defaultValue as a person would write it in YAML, null when there is none
 * @param required whether it must be given, if it has no default, and may not be empty, if it is a
 *     list
 * @param accepted values of an enumeration; empty: any
 * @param minimum of a number, inclusive, null when unbounded
 * @param maximum of a number, inclusive, null when unbounded
 * @param looser which way a rule asks for less
 * @param summary one sentence for people
 */
public record RuleParameter(
    String name,
    Type type,
    @Nullable String defaultValue,
    boolean required,
    List<String> accepted,
    @Nullable BigDecimal minimum,
    @Nullable BigDecimal maximum,
    Looser looser,
    String summary) {

  public RuleParameter {
    accepted = List.copyOf(accepted);
  }

  /** How it is written. */
  public enum Type {
    Text("a text"),
    TextList("a list of texts"),
    /** ISO 3166-1 alpha-2 codes and the names {@code EU} and {@code EEA}. */
    CountryList("a list of country codes"),
    Flag("true or false"),
    /** An exact decimal with at most 9 digits before and 9 after the point. */
    Decimal("a decimal number"),
    Whole("a whole number");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** With its article: {@code a list of texts}. */
    public String words() {
      return words;
    }
  }

  /** Which way a parameter makes a rule ask for less. */
  public enum Looser {
    /** A greater number, more entries of a list, true. */
    More("more"),
    /** A smaller number, fewer entries of a list, false. */
    Less("less"),
    /** As {@code More}; none at all asks for nothing. */
    MoreOrNone("more, or none"),
    /** Another value may be either. */
    Unclear("cannot be told");

    private final String words;

    Looser(String words) {
      this.words = words;
    }

    /** For people, without a stop. */
    public String words() {
      return words;
    }
  }

  /** One that may be left out, without a default, of which it cannot be told what asks for less. */
  public static RuleParameter of(String name, Type type, String summary) {
    return new RuleParameter(
        name, type, null, false, List.of(), null, null, Looser.Unclear, summary);
  }

  /** A copy with a default, written as in YAML. */
  public RuleParameter orElse(String value) {
    return new RuleParameter(
        name, type, value, required, accepted, minimum, maximum, looser, summary);
  }

  /** A copy that must be given if it has no default, and may not be an empty list. */
  public RuleParameter mustBeGiven() {
    return new RuleParameter(
        name, type, defaultValue, true, accepted, minimum, maximum, looser, summary);
  }

  /** A copy that accepts only these values. */
  public RuleParameter oneOf(String... values) {
    return new RuleParameter(
        name, type, defaultValue, required, List.of(values), minimum, maximum, looser, summary);
  }

  /** A copy with what makes the rule ask for less. */
  public RuleParameter looserWith(Looser way) {
    return new RuleParameter(
        name, type, defaultValue, required, accepted, minimum, maximum, way, summary);
  }

  /** A copy with bounds, both inclusive. */
  public RuleParameter between(long least, long most) {
    return new RuleParameter(
        name,
        type,
        defaultValue,
        required,
        accepted,
        BigDecimal.valueOf(least),
        BigDecimal.valueOf(most),
        looser,
        summary);
  }
}
