package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two planes never get the same port, though nobody listens yet on the ports of the first. */
class LoopbackPortsTest {

  @Test
  void rowsOfManyPlanesDoNotMeet() {
    List<LoopbackPorts> planes = new ArrayList<>();
    Set<Integer> ports = new HashSet<>();
    try {
      for (int i = 0; i < 100; i++) {
        LoopbackPorts plane = new LoopbackPorts();
        planes.add(plane);
        for (int n = 0; n < 5; n++) {
          assertTrue(ports.add(plane.next()));
        }
      }
    } finally {
      planes.forEach(LoopbackPorts::close);
    }
  }

  @Test
  void portThatSomebodyElseListensOnIsLeftOut() throws Exception {
    try (LoopbackPorts plane = new LoopbackPorts();
        ServerSocket other = new ServerSocket()) {
      int first = plane.next();
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first + 1));
      assertEquals(first + 2, plane.next());
    }
  }
}
