package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.ZoneFence;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the page shows it.
 *
 * @param namespace empty where names are left out
 * @param replicas that have a zone
 * @param missing replicas that have none
 * @param state the worst that is to be said of it
 * @param reason why replicas are missing, or nothing new is decided; null when all is decided
 * @param tolerates losses that it survives
 * @param cells one for each zone of the page, in their order
 * @param findings what rules say of it, that cells refer to by their place in this list
 * @param fences zones of which it is not seen what stands there of it
 */
public record PageWorkload(
    String namespace,
    String name,
    int replicas,
    int missing,
    State state,
    @Nullable Reason reason,
    List<Tolerance> tolerates,
    List<Cell> cells,
    List<Finding> findings,
    List<ZoneFence> fences) {

  /** What is to be said of a workload, the worst first. */
  public enum State {
    /** No replica has a zone. */
    NotPlaced,
    /** Some have none. */
    PartlyPlaced,
    /** A replica runs where an enforced rule fails. */
    Breach,
    /** A replica runs where a break-glass sets an enforced rule aside. */
    BreakGlass,
    /** A replica runs where a waiver sets a rule aside. */
    Waived,
    /** A replica runs where a rule warns. */
    Warned,
    /** Every replica has a zone, and nothing is to be said. */
    Placed
  }

  /** A code and what it means here; the message is empty where free text is left out. */
  public record Reason(String code, String message) {}

  /** Any {@code count} losses of a scope. */
  public record Tolerance(String scope, int count, boolean assumed) {}

  /**
   * A workload in a zone.
   *
   * @param home replicas that go home there when they can
   * @param findings places in the list of the workload
   */
  public record Cell(String zone, Use use, int replicas, int home, List<Integer> findings) {
    public Cell {
      findings = List.copyOf(findings);
    }
  }

  /** What a zone is to a workload. */
  public enum Use {
    Breach,
    BreakGlass,
    Waived,
    Warned,
    Runs,
    /** It may go there, and has no replica there. */
    Open,
    /** A rule keeps new replicas out. */
    Refused
  }

  /**
   * What a rule says, once, with the zones of which it says just that.
   *
   * @param result {@code BreakGlass}, {@code Reject}, {@code Unknown}, {@code Waived} or {@code
   *     Pass}
   * @param policy null for what the workload itself asks for
   * @param message in the language of the page; empty where free text is left out
   * @param facts that it rests on
   */
  public record Finding(
      String code,
      String result,
      String action,
      String origin,
      String rule,
      @Nullable String policy,
      List<String> requirements,
      String message,
      List<String> zones,
      List<Fact> facts) {
    public Finding {
      requirements = List.copyOf(requirements);
      zones = List.copyOf(zones);
      facts = List.copyOf(facts);
    }
  }

  /**
   * A fact and who says so.
   *
   * @param fact what is stated, in words
   * @param basis empty where it has none
   * @param source empty where it is not stated, or free text is left out
   * @param asOf the day on which it was true; null where nobody wrote it
   */
  public record Fact(String fact, String basis, String source, @Nullable LocalDate asOf) {}

  public PageWorkload {
    tolerates = List.copyOf(tolerates);
    cells = List.copyOf(cells);
    findings = List.copyOf(findings);
    fences = List.copyOf(fences);
  }

  /** {@code namespace/name}; the name alone where there is no namespace. */
  public String title() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
