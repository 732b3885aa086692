package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * A member cluster of a {@link Fleet}, with simulated nodes and volumes. It can be lost in two ways
 * that clients see differently: paused, it accepts connections and answers nothing; ended, it
 * refuses connections.
 */
public final class FleetMember implements AutoCloseable {
  /** The key of {@link #kubeconfigSecret}. */
  public static final String KUBECONFIG_KEY = "kubeconfig";

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final FakeNodes nodes;
  private final FakeVolumes volumes;

  private FleetMember(ControlPlane plane, Duration heartbeat) {
    this.plane = plane;
    this.client = plane.adminClient();
    this.nodes = FakeNodes.on(client, heartbeat);
    this.volumes = FakeVolumes.on(client);
  }

  /** On a plane that is ready, with nodes that give signs of life so often. */
  static FleetMember on(ControlPlane plane, Duration heartbeat) {
    return new FleetMember(plane, heartbeat);
  }

  /** As in {@code member-1}. */
  public String name() {
    return plane.name();
  }

  /** Its processes, kubeconfigs and tokens. */
  public ControlPlane plane() {
    return plane;
  }

  /** A client for the user who may do everything in it; it lives as long as the fleet. */
  public KubernetesClient client() {
    return client;
  }

  /** Its nodes, none at first. */
  public FakeNodes nodes() {
    return nodes;
  }

  /**
   * A Secret by which another cluster reaches this one, named as it is. Its {@value
   * #KUBECONFIG_KEY} holds server, authority and the client certificate of the user who may do
   * everything, all inline.
   */
  public Secret kubeconfigSecret(String namespace) {
    String kubeconfig = Kubeconfig.of(Map.of(name(), plane.adminAccess()));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name())
        .endMetadata()
        .addToData(
            KUBECONFIG_KEY,
            Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** Its API server hangs (SIGSTOP), until {@link #recover()}. */
  public void pause() {
    plane.apiServer().pause();
  }

  /** Its API server is killed and refuses connections, until {@link #recover()}. */
  public void end() {
    plane.apiServer().kill();
  }

  /**
   * Lets a paused API server go on, or starts one that was ended on the data that it had. Returns
   * when the member is ready and each of its nodes that is not silent was told to give a sign of
   * life.
   *
   * @throws ControlPlaneException if it is not ready within two minutes
   */
  public void recover() {
    ChildProcess server = plane.apiServer();
    if (server.isAlive()) {
      server.resume();
    } else {
      server.restart();
    }
    plane.awaitReady();
    // One that failed meanwhile is followed by the next in its rhythm, which may be after the
    // grace.
    nodes.beat();
  }

  /** Ends what acts on it here; its processes are the fleet's to stop. */
  @Override
  public void close() {
    volumes.close();
    nodes.close();
    client.close();
  }
}
