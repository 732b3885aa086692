package cloud.bleu.translate.load;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.QuantityText;
import cloud.bleu.translate.pod.PodRequests;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one replica of a workload counts as, and what a pod asks beyond that. */
public final class ReplicaRequests {

  private final Sources sources;

  ReplicaRequests(Sources sources) {
    this.sources = sources;
  }

  /**
   * For workloads with these templates.
   *
   * @param templates the Deployments that a {@code deploymentRef} may name
   */
  public static ReplicaRequests of(List<Deployment> templates) {
    return new ReplicaRequests(new Sources(templates));
  }

  /**
   * What a replica counts as, {@code pods: 1} included for what runs as pods; nothing for a
   * workload that states nothing that can be read.
   */
  public Quantities of(BleuWorkload workload) {
    if (workload.getSpec() == null) {
      return Quantities.NONE;
    }
    // What is wrong with it is told where it is read to be placed.
    Findings untold = new Findings(ObjectRef.of(workload), new ArrayList<>(), new ArrayList<>());
    return sources
        .of(
            String.valueOf(workload.getMetadata().getNamespace()),
            false,
            workload.getSpec().workload(),
            untold)
        .requests();
  }

  /** The most that one pod of a {@code workload.pods} may ask, by resource. */
  public static Map<String, String> stated(BleuWorkload workload) {
    Map<String, String> stated = of(List.of()).of(workload).texts();
    stated.remove("pods");
    return stated;
  }

  /** What a pod asks beyond that, by resource; resources of which it asks no more are not in it. */
  public static Quantities beyond(PodSpec pod, Quantities counted) {
    return beyond(PodRequests.of(pod), counted);
  }

  static Quantities beyond(Quantities asked, Quantities counted) {
    TreeMap<String, Long> beyond = new TreeMap<>(asked.minus(counted).amounts());
    beyond.values().removeIf(amount -> amount == 0);
    return new Quantities(beyond);
  }

  /**
   * What a pod asks beyond what is stated, in words such as {@code cpu 3 where 500m is stated}, by
   * resource; empty for a pod that asks no more. That it is a pod at all is not in it.
   *
   * @param stated as {@link Quantities#texts} writes them
   */
  public static List<String> beyond(PodSpec pod, Map<String, String> stated) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    stated.forEach(
        (resource, text) -> {
          if (QuantityText.parse(resource, text) instanceof QuantityText.Parsed.Amount amount) {
            amounts.put(resource, amount.value());
          }
        });
    Map<String, String> asked = PodRequests.of(pod).texts();
    List<String> words = new ArrayList<>();
    beyond(PodRequests.of(pod), new Quantities(amounts)).amounts().keySet().stream()
        .filter(resource -> !resource.equals("pods"))
        .forEach(
            resource ->
                words.add(
                    resource
                        + " "
                        + asked.get(resource)
                        + " where "
                        + stated.getOrDefault(resource, "none")
                        + " is stated"));
    return words;
  }
}
