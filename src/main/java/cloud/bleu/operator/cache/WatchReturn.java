package cloud.bleu.operator.cache;

import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** That watches of which it was told that they cannot watch do so again. */
final class WatchReturn {

  private WatchReturn() {}

  /** Names all of them in one line; nothing for none. */
  static void say(Logger log, Set<KindWatch<?>> back) {
    if (!back.isEmpty()) {
      log.info(
          "watching {} again",
          back.stream().map(KindWatch::name).distinct().sorted().collect(Collectors.joining(", ")));
    }
  }
}
