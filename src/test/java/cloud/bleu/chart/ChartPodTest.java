package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart renders of the pod and around it. */
@RealControlPlane
@Tag("people")
class ChartPodTest {

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void secretsToPullWithAreNamedOnce() {
    assertEquals(
        List.of("shared", "pull"),
        pod(ChartValuesTest.VALUES).getImagePullSecrets().stream()
            .map(LocalObjectReference::getName)
            .toList());
  }

  /** Only the container that asks the API server can read the token, as Kubernetes mounts one. */
  @Test
  void tokenIsProjectedAndNotMountedByItself() {
    PodSpec pod = pod();
    assertEquals(false, pod.getAutomountServiceAccountToken());
    var mount =
        pod.getContainers().get(0).getVolumeMounts().stream()
            .filter(m -> m.getName().equals("token"))
            .findFirst()
            .orElseThrow();
    assertEquals("/var/run/secrets/kubernetes.io/serviceaccount", mount.getMountPath());
    List<String> files = new ArrayList<>();
    pod.getVolumes().stream()
        .filter(v -> v.getName().equals("token"))
        .flatMap(v -> v.getProjected().getSources().stream())
        .forEach(
            source -> {
              if (source.getServiceAccountToken() != null) {
                files.add(source.getServiceAccountToken().getPath());
              } else if (source.getConfigMap() != null) {
                files.add(source.getConfigMap().getItems().get(0).getPath());
              } else {
                files.add(source.getDownwardAPI().getItems().get(0).getPath());
              }
            });
    assertEquals(List.of("token", "ca.crt", "namespace"), files);
  }

  /** Of the cluster that the pod runs in it gets nothing then that it could take for its own. */
  @Test
  void anotherApiServerIsReachedByAKubeconfigAlone() {
    PodSpec pod =
        pod(
            "--set",
            "apiServer.kubeconfigSecret=karmada,rbac.create=false,crds.enabled=false,"
                + "admission.enabled=false");
    assertEquals(
        List.of("tmp", "log", "api-server"),
        pod.getVolumes().stream().map(Volume::getName).toList());
    assertEquals("karmada", pod.getVolumes().get(2).getSecret().getSecretName());
    // The whole directory, so that a renewed credential shows in it.
    var mount = pod.getContainers().get(0).getVolumeMounts().get(2);
    assertEquals("/api-server", mount.getMountPath());
    assertEquals(null, mount.getSubPath());
  }

  @Test
  void podsKeepApartIfTheyCan() {
    var soft =
        pod()
            .getAffinity()
            .getPodAntiAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecution();
    assertEquals("kubernetes.io/hostname", soft.get(0).getPodAffinityTerm().getTopologyKey());
    var hard = pod(ChartValuesTest.VALUES);
    assertEquals(
        List.of(),
        hard.getAffinity()
            .getPodAntiAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecution());
    assertEquals(
        Map.of("app.kubernetes.io/name", "bleu", "app.kubernetes.io/instance", "bleu"),
        hard.getTopologySpreadConstraints().get(0).getLabelSelector().getMatchLabels());
    assertEquals(
        null, pod("--set-json", "affinity={\"podAntiAffinity\":{}}").getAffinity(), "not at all");
  }

  /** By itself the policy says nothing of ways out: the chart does not know where the server is. */
  @Test
  void networkPolicyClosesTheWayInAndLeavesTheWayOut() {
    var spec = policy(helm.objects()).getSpec();
    assertEquals(List.of("Ingress"), spec.getPolicyTypes());
    assertEquals("http", spec.getIngress().get(0).getPorts().get(0).getPort().getStrVal());
    var both = policy(helm.objects(ChartValuesTest.VALUES)).getSpec();
    assertEquals(List.of("Ingress", "Egress"), both.getPolicyTypes());
    assertEquals(
        List.of(),
        policy(helm.objects("--set-json", "networkPolicy.metricsFrom=[]")).getSpec().getIngress());
  }

  private static NetworkPolicy policy(List<HasMetadata> objects) {
    return objects.stream()
        .filter(NetworkPolicy.class::isInstance)
        .map(NetworkPolicy.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** A field that the API server fills in has no owner, and would stay beside another type. */
  @Test
  void strategyIsRenderedWhole() {
    assertEquals("RollingUpdate 25% 25%", strategy());
    assertEquals("RollingUpdate 0 25%", strategy("--set", "strategy.rollingUpdate.maxSurge=0"));
    assertEquals("Recreate", strategy("--set", "strategy.type=Recreate"));
  }

  private String strategy(String... arguments) {
    DeploymentStrategy strategy = deployment(helm.objects(arguments)).getSpec().getStrategy();
    RollingUpdateDeployment bounds = strategy.getRollingUpdate();
    return bounds == null
        ? strategy.getType()
        : strategy.getType()
            + " "
            + bounds.getMaxSurge().getValue()
            + " "
            + bounds.getMaxUnavailable().getValue();
  }

  /** A pod waits for a Secret that is not optional, and decides nothing meanwhile. */
  @Test
  void noSecretOfWhatIsOptionalKeepsThePodFromItsStart() {
    PodSpec pod =
        pod(
            "--set",
            "ui.enabled=true,ui.tls.secretName=page-tls,tracing.enabled=true,"
                + "tracing.endpoint=http://c:4318,tracing.headersSecret=otlp");
    Map<String, Boolean> optional = new TreeMap<>();
    pod.getVolumes().stream()
        .map(Volume::getSecret)
        .filter(Objects::nonNull)
        .forEach(secret -> optional.put(secret.getSecretName(), secret.getOptional()));
    pod.getContainers().get(0).getEnv().stream()
        .map(EnvVar::getValueFrom)
        .filter(from -> from != null && from.getSecretKeyRef() != null)
        .map(EnvVarSource::getSecretKeyRef)
        .forEach(key -> optional.put(key.getName(), key.getOptional()));
    assertEquals(Map.of("page-tls", true, "otlp", true), optional);
  }

  @Test
  void diskAndStartAreBounded() {
    Container container = pod().getContainers().get(0);
    assertTrue(container.getResources().getLimits().containsKey("ephemeral-storage"));
    assertTrue(container.getResources().getRequests().containsKey("ephemeral-storage"));
    assertEquals("/livez", container.getStartupProbe().getHttpGet().getPath());
    assertEquals(
        300,
        container.getStartupProbe().getPeriodSeconds()
            * container.getStartupProbe().getFailureThreshold());
  }

  private PodSpec pod(String... arguments) {
    return deployment(helm.objects(arguments)).getSpec().getTemplate().getSpec();
  }

  private static Deployment deployment(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
