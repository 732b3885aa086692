package cloud.bleu.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that looks at one workload and one zone. Pure and total: bad or missing data is {@code
 * Unknown}, never an exception. Knows no other rule. The catalogue, the documentation and {@code
 * bleu rules} are derived from {@link #declaration()}.
 */
public interface ZoneRule {

  /** What this rule is called, takes and serves. */
  Declaration declaration();

  /**
   * The answer for one workload in one zone; the caller stamps name, policy, zone and requirements
   * on it.
   */
  Verdict evaluate(Question question);

  /**
   * SecNumCloud requirement ids that this rule serves with these parameters: those of the
   * declaration, less the ids for which a parameter is looser than the text.
   */
  default List<String> requirements(Parameters parameters) {
    return declaration().requirements();
  }

  /**
   * @param provider of the zone, null when there is no such object
   */
  record Question(
      Workload workload,
      Zone zone,
      @Nullable Provider provider,
      Parameters parameters,
      Instant now) {}

  /**
   * @param id as policies name it, lower case with dashes
   * @param summary one sentence for people
   * @param requirements ids as in the SecNumCloud 3.2 list, e.g. {@code 19.2.b}
   */
  record Declaration(
      String id,
      String summary,
      List<Parameter> parameters,
      List<String> requirements,
      List<String> codes) {
    public Declaration {
      parameters = List.copyOf(parameters);
      requirements = List.copyOf(requirements);
      codes = List.copyOf(codes);
    }
  }

  /**
   * @param accepted values of an enumeration; empty: any
   * @param defaultValue as text, null when there is none
   */
  record Parameter(
      String name,
      Type type,
      @Nullable String defaultValue,
      List<String> accepted,
      String summary) {
    /** How it is written. */
    public enum Type {
      Text,
      TextList,
      Flag,
      Decimal
    }
  }
}
