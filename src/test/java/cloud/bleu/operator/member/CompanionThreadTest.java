package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That one comparison that fails does not keep the next from coming. */
class CompanionThreadTest {

  @Test
  void errorEndsNothing() {
    try (CompanionThread thread =
        new CompanionThread(
            "m",
            () -> {
              throw new StackOverflowError();
            },
            Duration.ofSeconds(20))) {
      assertDoesNotThrow(thread::guarded);
    }
  }
}
