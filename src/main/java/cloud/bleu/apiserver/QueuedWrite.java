package cloud.bleu.apiserver;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A write that is asked for.
 *
 * @param key of which one write at a time is sent
 * @param wanted asked right before it is sent
 * @param then told of the answer: the value, or what was thrown is thrown again
 */
record QueuedWrite<R>(
    String namespace,
    Object key,
    BooleanSupplier wanted,
    Supplier<R> write,
    Consumer<Supplier<R>> then) {}
