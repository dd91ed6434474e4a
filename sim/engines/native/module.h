/* What the sources of the Python module `core` share. It is included after Python.h. */
#ifndef MODULE_H
#define MODULE_H

int is_set(int set); /* whether this processor has the instruction set with this number */
PyObject *refused(void); /* raises ValueError, and returns NULL */
void release(Py_buffer *held, int buffers);
PyObject *network_train(PyObject *self, PyObject *args), *network_measure(PyObject *self, PyObject *args);

#endif
