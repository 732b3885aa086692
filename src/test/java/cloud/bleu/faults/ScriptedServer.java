package cloud.bleu.faults;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An embedded API server that answers some requests of its client by a script of the test. */
public final class ScriptedServer implements AutoCloseable {

  private final KubernetesClient admin;
  private final FaultProxy proxy;
  private final KubernetesClient client;

  /** What ends that which is open, the last first. */
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /**
   * @param script what is answered in place of the server
   */
  public ScriptedServer(List<CustomResourceDefinition> kinds, Fault script) {
    try {
      EmbeddedApiServer server = EmbeddedApiServer.start(kinds);
      ends.push(server::close);
      admin = PatientClients.of(server);
      ends.push(admin::close);
      proxy = new FaultProxy(admin.getConfiguration(), script);
      ends.push(proxy::close);
      client = proxy.clientWithoutRetries();
      ends.push(client::close);
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (RuntimeException atEnd) {
        e.addSuppressed(atEnd);
      }
      throw e;
    }
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

  /** Ends each part, whatever the end of another one comes to. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!ends.isEmpty()) {
      try {
        ends.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
