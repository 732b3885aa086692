package cloud.bleu.layers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test, or each test of the class, does not run where one of these is missing. It is counted as
 * not run, by the first that is missing: those of the class come before those of the method.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedCondition.class)
public @interface Needs {
  /** What is needed. */
  Need[] value();
}
