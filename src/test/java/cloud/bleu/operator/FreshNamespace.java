package cloud.bleu.operator;

import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A namespace for one of several tests that share a world, and a client of every right in it. Of
 * what a test leaves in its namespace no other test sees anything; the namespace goes with its
 * plane.
 */
record FreshNamespace(String name, KubernetesClient client) implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * Creates one.
   *
   * @param world a client of every right in the namespace of the world
   */
  static FreshNamespace beside(KubernetesClient world) {
    String name = world.getNamespace() + "-" + COUNT.incrementAndGet();
    world
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    return new FreshNamespace(
        name,
        SandboxClients.of(new ConfigBuilder(world.getConfiguration()).withNamespace(name).build()));
  }

  @Override
  public void close() {
    client.close();
  }
}
