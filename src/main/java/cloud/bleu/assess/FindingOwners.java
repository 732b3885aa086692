package cloud.bleu.assess;

import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.OwnerRule;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.model.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose findings are: of who accepts or accepted them, else as the first rule says that covers the
 * object, else as the object says it itself.
 */
public final class FindingOwners {

  private final Inventory inventory;
  private final List<OwnerRule> rules;
  private final List<AcceptanceException> exceptions;
  private final LocalDate today;

  /**
   * @param inventory of what was assessed
   * @param exceptions those that have expired among them
   */
  public FindingOwners(
      Inventory inventory,
      List<OwnerRule> rules,
      List<AcceptanceException> exceptions,
      LocalDate today) {
    this.inventory = inventory;
    this.rules = List.copyOf(rules);
    this.exceptions = List.copyOf(exceptions);
    this.today = today;
  }

  /** What counts and what is accepted, the worst first; what a baseline knows is left out. */
  public List<OwnedFinding> of(Assessment assessment) {
    List<OwnedFinding> all = new ArrayList<>();
    assessment.findings().forEach(f -> all.add(open(f)));
    for (Assessment.Excepted one : assessment.excepted()) {
      all.add(accepted(one.finding(), OwnedFinding.State.Accepted, one.exception()));
    }
    return all.stream().sorted((a, b) -> a.finding().compareTo(b.finding())).toList();
  }

  private OwnedFinding open(Finding finding) {
    AcceptanceException ended =
        exceptions.stream()
            .filter(e -> e.hasExpired(today) && e.covers(finding))
            .findFirst()
            .orElse(null);
    if (ended != null) {
      return accepted(finding, OwnedFinding.State.AcceptanceExpired, ended);
    }
    String object = finding.place().object();
    String owner =
        rules.stream().filter(r -> r.covers(object)).map(OwnerRule::owner).findFirst().orElse(null);
    return owner != null
        ? open(finding, OwnedFinding.Source.Plan, owner)
        : open(finding, OwnedFinding.Source.Annotation, inventory.owner(object));
  }

  private static OwnedFinding open(
      Finding finding, OwnedFinding.Source source, @Nullable String owner) {
    return new OwnedFinding(
        finding,
        OwnedFinding.State.Open,
        owner == null ? OwnedFinding.Source.NotStated : source,
        owner,
        null);
  }

  private static OwnedFinding accepted(
      Finding finding, OwnedFinding.State state, AcceptanceException exception) {
    return new OwnedFinding(
        finding, state, OwnedFinding.Source.Acceptance, exception.owner(), exception.until());
  }
}
