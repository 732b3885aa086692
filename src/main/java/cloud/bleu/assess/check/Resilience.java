package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import java.util.Set;
import java.util.regex.Pattern;

/** What is needed to plan a workload and to lose a zone, container by container. */
final class Resilience implements Check {

  /** Kinds whose containers serve for as long as they run. */
  private static final Set<String> SERVING = Set.of("Deployment", "StatefulSet", "DaemonSet");

  private static final Pattern MAIN = Pattern.compile(".*\\bcontainers\\[[0-9]+]$");

  @Override
  public void look(SeenObject object, Sightings sightings) {
    for (ObjectField container : object.select("$container")) {
      if (!MAIN.matcher(container.path()).matches()) {
        continue;
      }
      String name = "container " + container.node().path("name").asText();
      var requests = container.node().path("resources").path("requests");
      var limits = container.node().path("resources").path("limits");
      // A limit without a request is a request, too.
      if ((!requests.has("cpu") && !limits.has("cpu"))
          || (!requests.has("memory") && !limits.has("memory"))) {
        sightings.add("NoRequests", container.path(), name);
      }
      if (SERVING.contains(object.kind()) && !container.node().has("readinessProbe")) {
        sightings.add("NoProbe", container.path(), name);
      }
    }
  }
}
