package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.AdmissionPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The chart in a member, as {@code mode: member} renders it, until it is closed. */
final class MemberChart implements AutoCloseable {

  private final KubernetesClient member;
  private final List<HasMetadata> objects;

  private MemberChart(KubernetesClient member, List<HasMetadata> objects) {
    this.member = member;
    this.objects = objects;
  }

  /** Applies it, and returns once the API server of the member goes by it. */
  static MemberChart install(KubernetesClient member, Path folder) {
    List<HasMetadata> objects =
        Helm.offline(folder)
            .objects(
                "--namespace=bleu-member",
                "--set=mode=member",
                "--set=" + AdmissionPolicies.CONTROLLERS);
    objects.stream()
        .filter(CustomResourceDefinition.class::isInstance)
        .forEach(
            crd -> {
              member.resource(crd).serverSideApply();
              await("the kind is served")
                  .atMost(Scene.SOON)
                  .pollDelay(Duration.ZERO)
                  .until(() -> isEstablished(member, crd));
            });
    objects.forEach(object -> member.resource(object).serverSideApply());
    AdmissionPolicies.taken(member);
    return new MemberChart(member, objects);
  }

  private static boolean isEstablished(KubernetesClient member, HasMetadata crd) {
    CustomResourceDefinition there =
        member
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(crd.getMetadata().getName())
            .get();
    return there.getStatus() != null
        && there.getStatus().getConditions() != null
        && there.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Override
  public void close() {
    objects.stream()
        .filter(o -> o.getKind().endsWith("Binding"))
        .forEach(o -> member.resource(o).delete());
    AdmissionPolicies.taken(member);
    objects.forEach(o -> member.resource(o).delete());
  }
}
