package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Workloads are in the order of the UTF-8 bytes of their names. */
class WorkloadIdTest {

  private static final String[] PARTS = {
    "a", "b", "-", ".", "/", "0", "é", "\uffee", "\ud83d\ude00", "\ud83d\ude01", "aa", ""
  };

  @Test
  void orderIsThatOfBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      WorkloadId one = id(random);
      WorkloadId other = id(random);
      int bytes =
          Arrays.compareUnsigned(
              one.toString().getBytes(StandardCharsets.UTF_8),
              other.toString().getBytes(StandardCharsets.UTF_8));
      assertEquals(Integer.signum(bytes), Integer.signum(one.compareTo(other)), one + " " + other);
    }
  }

  private static WorkloadId id(Random random) {
    return new WorkloadId(text(random), text(random));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
