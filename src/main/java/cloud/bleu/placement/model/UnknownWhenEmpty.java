package cloud.bleu.placement.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list or map of which nothing is known when it is empty. Without it an empty one says that there
 * is none. Rules of the customer's own read it: what is not stated passes none of them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface UnknownWhenEmpty {}
