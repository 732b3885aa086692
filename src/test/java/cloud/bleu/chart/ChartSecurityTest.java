package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As which user, and with what, the pods of the chart run: as a cluster that gives each namespace
 * users of its own asks, such as one with the SCC restricted-v2 of OpenShift.
 */
@RealControlPlane
@Tag("people")
class ChartSecurityTest {

  /** The user, and its group, are those that the image states. */
  private static final PodSecurityContext OF_PODS =
      new PodSecurityContextBuilder()
          .withRunAsNonRoot(true)
          .withNewSeccompProfile()
          .withType("RuntimeDefault")
          .endSeccompProfile()
          .build();

  private static final SecurityContext OF_CONTAINERS =
      new SecurityContextBuilder()
          .withAllowPrivilegeEscalation(false)
          .withReadOnlyRootFilesystem(true)
          .withNewCapabilities()
          .withDrop("ALL")
          .endCapabilities()
          .build();

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void noPodNamesAUser() {
    for (PodSpec pod : List.of(operator(), test())) {
      assertEquals(OF_PODS, pod.getSecurityContext());
      assertEquals(
          List.of(OF_CONTAINERS),
          pod.getContainers().stream().map(c -> c.getSecurityContext()).toList());
    }
  }

  /** Whoever writes a volume is in its group; some clusters give the group themselves. */
  @Test
  void evidenceHasAGroupThatCanBeTakenAway() {
    String evidence = "evidence.enabled=true,evidence.existingClaim=kept";
    assertEquals(
        new PodSecurityContextBuilder(OF_PODS).withFsGroup(65532L).build(),
        operator("--set", evidence).getSecurityContext());
    assertEquals(OF_PODS, test("--set", evidence).getSecurityContext(), "it mounts no evidence");
    assertEquals(
        OF_PODS, operator("--set", evidence + ",evidence.fsGroup=null").getSecurityContext());
    assertEquals(
        7L,
        operator("--set", evidence + ",podSecurityContext.fsGroup=7")
            .getSecurityContext()
            .getFsGroup());
  }

  @Test
  void whatIsSaidOfEitherComesOverTheDefaults() {
    String[] values = {
      "--set",
      "podSecurityContext.runAsUser=1000,podSecurityContext.runAsGroup=2000,"
          + "securityContext.privileged=false,securityContext.readOnlyRootFilesystem=false"
    };
    for (PodSpec pod : List.of(operator(values), test(values))) {
      assertEquals(
          new PodSecurityContextBuilder(OF_PODS).withRunAsUser(1000L).withRunAsGroup(2000L).build(),
          pod.getSecurityContext());
      assertEquals(
          new SecurityContextBuilder(OF_CONTAINERS)
              .withPrivileged(false)
              .withReadOnlyRootFilesystem(false)
              .build(),
          pod.getContainers().get(0).getSecurityContext());
    }
  }

  /** Any user of the container can read what is mounted, as it may be any that is not root. */
  @Test
  void filesOfThePodAreForEveryUser() {
    PodSpec pod = operator("--set", "ui.enabled=true,ui.tls.secretName=page-tls");
    assertTrue(
        Stream.concat(
                pod.getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .map(volume -> volume.getSecret().getDefaultMode()),
                pod.getVolumes().stream()
                    .filter(volume -> volume.getProjected() != null)
                    .map(volume -> volume.getProjected().getDefaultMode()))
            .allMatch(mode -> mode == null || (mode & 0004) != 0));
  }

  private PodSpec operator(String... values) {
    return helm.objects(values).stream()
        .filter(Deployment.class::isInstance)
        .map(deployment -> ((Deployment) deployment).getSpec().getTemplate().getSpec())
        .findFirst()
        .orElseThrow();
  }

  /** The pod of {@code helm test}. */
  private PodSpec test(String... values) {
    return helm.objects(values).stream()
        .filter(Pod.class::isInstance)
        .map(pod -> ((Pod) pod).getSpec())
        .findFirst()
        .orElseThrow();
  }
}
