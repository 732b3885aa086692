package cloud.bleu.evidence.assessment;

import java.util.List;

/**
 * One identifier of SecNumCloud 3.2 and what this operator does about it.
 *
 * @param id as in the text: {@code 19.6.b}; unlettered ones as they are cited: {@code annex 2 c}
 * @param chapter number and title, empty for the unlettered ones
 * @param grade whether the text requires or recommends
 * @param summary one line of our own; it does not replace the text
 * @param standings how it can be seen here, strongest first; never empty
 * @param rules ids of the rules that refuse a zone for a part of it, with the parameters at which
 *     they serve it
 * @param facts the fields which those rules read
 * @param outside what stays out of the operator's reach or why it is not about placement; empty
 *     only where nothing but the qualification shows it
 */
public record Requirement(
    String id,
    String chapter,
    Grade grade,
    String summary,
    List<Standing> standings,
    List<String> rules,
    List<String> facts,
    String outside) {

  public Requirement {
    standings = List.copyOf(standings);
    rules = List.copyOf(rules);
    facts = List.copyOf(facts);
  }

  /** Recommendations are not looked at for a qualification (SecNumCloud 3.1). */
  public enum Grade {
    Requirement,
    Recommendation
  }

  /** How a requirement can be seen from where workloads are placed. */
  public enum Standing {
    /** A rule refuses for a part of it, on what the operator itself does or sees. */
    Enforced("a part of it is refused by the operator on what it does or sees itself"),
    /** The operator reads it off the cluster and shows it. */
    Observed("read off the cluster and shown"),
    /**
     * A rule refuses for a part of it, on facts that somebody states of the provider or the zone.
     */
    Attested(
        "a part of it is refused by the operator on a stated fact about the provider or the zone"),
    /** The customer has a part of its own beside the provider's duty; no rule looks at it. */
    Customer("has a part that is the customer's own"),
    /** Inside the provider. */
    Qualification(
        "what the provider does, or a part of it, is visible only through the qualification"),
    /** No choice of zone makes a difference. */
    NotPlacement("not about placement");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** For people, without a stop. */
    public String words() {
      return words;
    }
  }

  /** Whether a rule looks at it. */
  public boolean checked() {
    return !rules.isEmpty();
  }

  /**
   * Whether nothing but the qualification of the offering shows what the provider does for it,
   * whatever the customer's own part is.
   */
  public boolean onlyThroughQualification() {
    return standings.contains(Standing.Qualification)
        && standings.stream().allMatch(s -> s == Standing.Qualification || s == Standing.Customer);
  }

  /** Whether it has a letter, as the 278 have. */
  public boolean lettered() {
    return !chapter.isEmpty();
  }
}
