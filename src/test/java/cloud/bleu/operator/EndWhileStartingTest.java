package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that is told to end while the API server has not answered yet. */
@Tag("wiring")
class EndWhileStartingTest {

  @Test
  void startReturnsWhenTheOperatorIsClosed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = OperatorUnderTest.clientOf(silent.getLocalPort())) {
      Operator operator = OperatorUnderTest.of(client);
      CompletableFuture<Void> starting = CompletableFuture.runAsync(operator::start);
      try (Socket asked = silent.accept()) {
        assertFalse(starting.isDone(), "nobody answered " + asked);
        operator.close();
        // Well before the two minutes after which a start is given up.
        starting.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void whatIsClosedDoesNotStart() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = OperatorUnderTest.clientOf(silent.getLocalPort())) {
      Operator operator = OperatorUnderTest.of(client);
      operator.close();
      CompletableFuture.runAsync(operator::start).get(60, TimeUnit.SECONDS);
      assertFalse(operator.leading());
    }
  }
}
