package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.OfferedNames;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Provider;
import java.util.List;
import java.util.Set;

/** Every managed service that a workload uses is sold in the zone. */
public record ServicesOffered() implements ZoneRule {

  private static final OfferedNames SERVICES =
      new OfferedNames("service", Provider.Offering::services);

  private static final Declaration DECLARATION =
      new Declaration(
              "services-offered",
              "Every service that the workload uses is one of an offering of the zone.",
              List.of(),
              List.of(),
              SERVICES.codes())
          .reading("CloudProvider.spec.offerings[].services");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  /** Of nothing else: what a dependency offers is another question. */
  @Override
  public Set<Link> alsoAbout() {
    return Set.of();
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Offerings;
  }

  @Override
  public Object about(Workload workload) {
    return workload.services();
  }

  @Override
  public Verdict evaluate(Question question) {
    return SERVICES.verdict(question.workload().services(), question);
  }
}
