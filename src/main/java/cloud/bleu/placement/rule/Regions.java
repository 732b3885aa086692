package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.offering.AllowDeny;
import java.util.List;
import java.util.Set;

/** Only certain regions, or none of certain regions. */
public record Regions() implements ZoneRule {

  private static final AllowDeny NAMES = new AllowDeny("region");

  private static final Declaration DECLARATION =
      new Declaration(
          "regions",
          "The region is allowed and not denied.",
          NAMES.parameters(),
          List.of(),
          NAMES.codes());

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> contradictions(Parameters parameters) {
    return NAMES.contradictions(parameters);
  }

  @Override
  public Set<Link> alsoAbout() {
    return Set.of(Link.BackupZone);
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Offerings;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    return NAMES.verdict(question.zone().region(), question.parameters(), Origin.Declared);
  }
}
