package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.SeenObject;
import java.util.List;

/** Looks at one object for what no pattern of the catalogue can say. */
public interface Check {

  /** Every check there is. */
  static List<Check> all() {
    return List.of(
        new ArgoSources(),
        new Endpoints(),
        new Images(),
        new LoadBalancers(),
        new Regions(),
        new RemovedApis(),
        new Resilience(),
        new UniverseDomain());
  }

  /** As the catalogue names it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Adds what it sees in an object. */
  void look(SeenObject object, Sightings sightings);
}
