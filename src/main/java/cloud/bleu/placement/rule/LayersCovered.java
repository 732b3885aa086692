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

/**
 * Every layer that a workload uses is sold in the zone. Whether it is in the scope of a
 * qualification is another question, and another rule.
 */
public record LayersCovered() implements ZoneRule {

  private static final OfferedNames LAYERS = new OfferedNames("layer", Provider.Offering::layers);

  private static final Declaration DECLARATION =
      new Declaration(
              "layers-covered",
              "Every layer that the workload uses is one of an offering of the zone.",
              List.of(),
              List.of(),
              LAYERS.codes())
          .reading("CloudProvider.spec.offerings[].layers");

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
    return workload.layers();
  }

  @Override
  public Verdict evaluate(Question question) {
    return LAYERS.verdict(question.workload().layers(), question);
  }
}
