package cloud.bleu.operator.cache;

import java.util.function.Predicate;

/** Receives what a {@link KindWatch} sees. Calls of one method do not overlap. */
public interface WatchListener<T> {

  /** An object came or is another, or it is gone; it is in the cache then, or is not any more. */
  void changed(T object, boolean gone);

  /** All are seen: for the first time, or again. */
  default void watched() {}

  /** They cannot be watched, for the first time or still. */
  default void refused(WatchFault fault) {}

  /**
   * One that asks only whether something is another: what is watched, or whether it is.
   *
   * @param counts whether anybody is to be told of an object
   */
  static <T> WatchListener<T> of(Predicate<T> counts, Runnable news) {
    return new WatchListener<>() {
      @Override
      public void changed(T object, boolean gone) {
        if (counts.test(object)) {
          news.run();
        }
      }

      @Override
      public void watched() {
        news.run();
      }

      @Override
      public void refused(WatchFault fault) {
        news.run();
      }
    };
  }

  /** A listener that runs this for every object. */
  static <T> WatchListener<T> of(Runnable news) {
    return of(object -> true, news);
  }
}
