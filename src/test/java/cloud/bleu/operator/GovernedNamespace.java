package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * A namespace that enforces its decisions, the admission policies of the chart, and alice, an
 * ordinary user who by RBAC may do all that they are about.
 */
public final class GovernedNamespace implements AutoCloseable {
  public static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  public static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  /** A pod that no decision is for. */
  public static final String FOREIGN =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign}
      spec: {containers: [{name: main, image: none}]}
      """;

  private final KubernetesClient client;
  private final String name;
  private final KubernetesClient alice;
  private final AdmissionPolicies policies;
  private OperatorUnderTest.@Nullable Running operator;

  /** Without an operator so far. */
  public GovernedNamespace(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, Path folder) {
    this.client = client;
    this.name = namespace.name();
    alice = OrdinaryUser.of(plane, client, "alice", name);
    level("Enforce");
    policies = AdmissionPolicies.install(plane, folder);
  }

  /** Lets an operator decide here; returns it, with its port. */
  public Operator operated(OperatorAccount account) {
    KubernetesClient own = account.client();
    operator =
        new OperatorUnderTest.Running(
            OperatorUnderTest.of(own, OperatorOptions.alone().withPort(0), () -> {}), own);
    operator.operator().start();
    return operator.operator();
  }

  public String name() {
    return name;
  }

  /** Brings back what a test took away of the bindings of the policies. */
  void bindAgain() {
    policies.bind();
  }

  /** The client of the ordinary user. */
  public KubernetesClient alice() {
    return alice;
  }

  /** Labels it anew, with every right; null takes the label away. */
  public void level(@Nullable String level) {
    client
        .namespaces()
        .withName(name)
        .patch(
            MERGE,
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":%s}}}"
                .formatted(level == null ? "null" : "\"" + level + "\""));
  }

  /** Creates an object as alice. */
  public HasMetadata create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    return alice.resource(object).create();
  }

  /**
   * Has a pod of one container look like one of a kubelet that can resize it, once its kubelet has
   * told of the container.
   */
  public void resizable(String pod) {
    await("the kubelet has told of " + pod)
        .atMost(Scene.SOON)
        .until(
            () ->
                !client
                    .pods()
                    .inNamespace(name)
                    .withName(pod)
                    .get()
                    .getStatus()
                    .getContainerStatuses()
                    .isEmpty());
    client
        .pods()
        .inNamespace(name)
        .withName(pod)
        .subresource("status")
        .patch(
            JSON,
            "[{\"op\":\"add\",\"path\":\"/status/containerStatuses/0/resources\",\"value\":{\"requests\":{\"cpu\":\"500m\"}}}]");
  }

  /** As alice. */
  public Pod resize(String pod, String cpu) {
    return alice
        .pods()
        .withName(pod)
        .subresource("resize")
        .patch(
            JSON,
            "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/resources/requests/cpu\",\"value\":\""
                + cpu
                + "\"}]");
  }

  /** Whether the server would let alice create the object. */
  public boolean lets(String yaml) {
    return goes(
        () -> alice.resource((HasMetadata) Serialization.unmarshal(yaml)).dryRun().create());
  }

  /** Whether an attempt is not refused. */
  public static boolean goes(Executable attempt) {
    try {
      attempt.execute();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** What may be bound here; null before the operator has said so. */
  public @Nullable PlacementGate gate() {
    return client.resources(PlacementGate.class).withName("decisions").get();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    alice.close();
    policies.close();
  }
}
