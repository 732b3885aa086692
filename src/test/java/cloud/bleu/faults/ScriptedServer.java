package cloud.bleu.faults;

import cloud.bleu.sandbox.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** An embedded API server that answers some requests of its client by a script of the test. */
public final class ScriptedServer implements AutoCloseable {

  private final EmbeddedApiServer server;
  private final KubernetesClient admin;
  private final FaultProxy proxy;
  private final KubernetesClient client;

  /**
   * @param script what is answered in place of the server
   */
  public ScriptedServer(List<CustomResourceDefinition> kinds, Fault script) {
    server = EmbeddedApiServer.start(kinds);
    admin = server.newClient();
    proxy = new FaultProxy(admin.getConfiguration(), script);
    client = proxy.clientWithoutRetries();
  }

  /** Asks the server itself. */
  public KubernetesClient admin() {
    return admin;
  }

  /** What the script is about: it asks for nothing twice. */
  public KubernetesClient client() {
    return client;
  }

  /** The way of that client, to have other things go wrong on it. */
  public FaultProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }
}
