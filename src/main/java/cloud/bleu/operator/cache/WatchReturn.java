package cloud.bleu.operator.cache;

import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Reports that watches watch again, for those of which a fault was reported. */
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
