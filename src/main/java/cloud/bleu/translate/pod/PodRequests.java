package cloud.bleu.translate.pod;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.object.QuantityText;
import cloud.bleu.translate.object.Tree;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effective request of a pod as kube-scheduler computes it: the larger of what runs together
 * and what each init container needs in its turn, with the sidecars started before it; pod-level
 * requests instead where there are any; plus the overhead; and one pod.
 */
public final class PodRequests {

  /** Resources for which a request of the whole pod stands above those of its containers. */
  private static final List<String> POD_LEVEL = List.of("cpu", "memory");

  private final List<Ask> init = new ArrayList<>();
  private final List<Quantities> containers = new ArrayList<>();
  private Quantities podLevel = Quantities.NONE;
  private Quantities overhead = Quantities.NONE;

  private PodRequests() {}

  private record Ask(Quantities request, boolean sidecar) {}

  /** The effective request of a pod or template that the API server has accepted. */
  public static Quantities of(PodSpec spec) {
    PodRequests pod = new PodRequests();
    for (Container c : PresentItems.skip(spec.getInitContainers())) {
      pod.init.add(new Ask(typed(c.getResources()), "Always".equals(c.getRestartPolicy())));
    }
    for (Container c : PresentItems.skip(spec.getContainers())) {
      pod.containers.add(typed(c.getResources()));
    }
    pod.podLevel = typed(spec.getResources());
    pod.overhead = typed(spec.getOverhead());
    return pod.effective();
  }

  /** The effective request of a template as somebody wrote it, with what is wrong with it. */
  public static Quantities of(@Nullable Map<?, ?> podSpec, String path, Findings findings) {
    PodRequests pod = new PodRequests();
    if (podSpec == null) {
      return pod.effective();
    }
    int i = 0;
    for (Object c : Tree.list(podSpec, "initContainers")) {
      String at = FieldPath.item(path + ".initContainers", i++);
      pod.init.add(
          new Ask(written(c, at, findings), "Always".equals(Tree.text(c, "restartPolicy"))));
    }
    i = 0;
    for (Object c : Tree.list(podSpec, "containers")) {
      pod.containers.add(written(c, FieldPath.item(path + ".containers", i++), findings));
    }
    pod.podLevel = written(podSpec, path, findings);
    pod.overhead = amounts(Tree.map(podSpec, "overhead"), path + ".overhead", findings);
    return pod.effective();
  }

  /**
   * What the containers of a pod ask together, with the overhead, and one pod: what Karmada adds up
   * of it at least. Source: {@code AddPodRequest} in {@code pkg/util/resource.go} of Karmada
   * 1.18.2, read on 29 November 2026.
   */
  public static Quantities together(PodSpec spec) {
    Quantities together = typed(spec.getOverhead()).plus(Quantities.of(Map.of("pods", 1L)));
    for (Container c : PresentItems.skip(spec.getContainers())) {
      together = together.plus(typed(c.getResources()));
    }
    return together;
  }

  private Quantities effective() {
    Quantities sidecars = Quantities.NONE;
    Quantities initPeak = Quantities.NONE;
    for (Ask ask : init) {
      if (ask.sidecar()) {
        sidecars = sidecars.plus(ask.request());
        initPeak = max(initPeak, sidecars);
      } else {
        initPeak = max(initPeak, sidecars.plus(ask.request()));
      }
    }
    Quantities together = sidecars;
    for (Quantities request : containers) {
      together = together.plus(request);
    }
    TreeMap<String, Long> effective = new TreeMap<>(max(together, initPeak).amounts());
    for (String resource : POD_LEVEL) {
      if (podLevel.amounts().containsKey(resource)) {
        effective.put(resource, podLevel.get(resource));
      }
    }
    TreeMap<String, Long> asked = new TreeMap<>(new Quantities(effective).plus(overhead).amounts());
    asked.values().removeIf(amount -> amount == 0);
    asked.put("pods", 1L);
    return new Quantities(asked);
  }

  /** Whether a request says more than that it is a pod. */
  static boolean isStated(Quantities request) {
    return request.amounts().size() > 1;
  }

  private static Quantities max(Quantities a, Quantities b) {
    TreeMap<String, Long> max = new TreeMap<>(a.amounts());
    b.amounts().forEach((r, v) -> max.merge(r, v, Math::max));
    return new Quantities(max);
  }

  /** A limit without a request is a request: the API server fills it in. */
  private static Quantities typed(@Nullable ResourceRequirements resources) {
    if (resources == null) {
      return Quantities.NONE;
    }
    TreeMap<String, Long> amounts = new TreeMap<>(typed(resources.getLimits()).amounts());
    amounts.putAll(typed(resources.getRequests()).amounts());
    return new Quantities(amounts);
  }

  /** Amounts of a map of the API; what is no quantity is left out. */
  public static Quantities typed(@Nullable Map<String, Quantity> quantities) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    if (quantities != null) {
      quantities.forEach(
          (resource, q) -> {
            if (q != null
                && QuantityText.parse(resource, q.toString())
                    instanceof QuantityText.Parsed.Amount amount) {
              amounts.put(resource, amount.value());
            }
          });
    }
    return new Quantities(amounts);
  }

  private static Quantities written(Object container, String path, Findings findings) {
    Map<?, ?> resources = Tree.map(container, "resources");
    String at = path + ".resources";
    TreeMap<String, Long> amounts =
        new TreeMap<>(amounts(Tree.map(resources, "limits"), at + ".limits", findings).amounts());
    amounts.putAll(amounts(Tree.map(resources, "requests"), at + ".requests", findings).amounts());
    return new Quantities(amounts);
  }

  private static Quantities amounts(@Nullable Map<?, ?> written, String path, Findings findings) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    if (written != null) {
      written.forEach(
          (resource, value) -> {
            String name = String.valueOf(resource);
            String at = FieldPath.child(path, name);
            amounts.put(name, findings.quantity(at, name, String.valueOf(value)));
          });
    }
    return new Quantities(amounts);
  }
}
